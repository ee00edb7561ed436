"""Single sign-on as part of the queries of lists: the same rule as `domain.single_sign_on.sso_state`, in SQL.

A list does not tell an authorization that ended with its token from one that holds: its row says that already.
"""

REQUIRED = "(policies.sso_required OR EXISTS (SELECT 1 FROM enterprise_policy WHERE sso_required))"
"""Whether the organization of the row `policies` of organization_policies demands it, or the enterprise does."""

# Of a fine-grained token of the table `tokens`, with its resource owner.
STATE = f"""
    CASE WHEN policies.organization_id IS NULL OR NOT {REQUIRED} THEN 'not-required'
         WHEN sso.id IS NULL THEN 'not-authorized'
         WHEN sso.revoked_at IS NOT NULL THEN 'revoked'
         ELSE 'authorized' END
"""

STATE_JOINS = """
    LEFT JOIN organization_policies AS policies ON policies.organization_id = tokens.owner_id
    LEFT JOIN credential_authorizations AS sso
           ON sso.organization_id = tokens.owner_id AND sso.secret_hash = tokens.secret_hash
"""

# Of a classic token of the table `tokens`: those of its user's organizations that it is not authorised for.
NOT_AUTHORIZED = f"""
    (SELECT group_concat(login, ', ') FROM (
        SELECT accounts.login FROM memberships
        JOIN organization_policies AS policies USING (organization_id)
        JOIN accounts ON accounts.id = memberships.organization_id
        WHERE memberships.user_id = tokens.user_id AND {REQUIRED}
          AND NOT EXISTS (SELECT 1 FROM credential_authorizations AS sso
                          WHERE sso.secret_hash = tokens.secret_hash
                            AND sso.organization_id = memberships.organization_id AND sso.revoked_at IS NULL)
        ORDER BY accounts.login))
"""  # noqa: S608
