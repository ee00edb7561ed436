"""What the help page says of each page. One entry a page; the keys are added from the bindings."""

from pat_tui.i18n import _


def paragraphs(page: str) -> list[str]:
    """The paragraphs about the page of that name; empty for a name without any."""
    return _pages().get(page, [])


def _sso() -> str:
    return _(
        "Where an organization requires single sign-on, o configures it: you authorise the token for the organization. "
        "Regenerating the token, or giving a classic one other scopes, takes that away; an owner's revocation is final."
    )


def _expiry() -> str:
    return _(
        "x groups the tokens by how soon they expire, and x again ends that, as does another order. While some expire "
        "within 7 days, a line above the list names the first of them; X, or Enter on it, leads there."
    )


def _pages() -> dict[str, list[str]]:
    return {
        "token-list": [
            _(
                "Your fine-grained personal access tokens. Each reaches one resource owner and the repositories you "
                "choose, and only with the permissions you give it."
            ),
            _(
                "A badge says what needs a look: Pending waits for an owner's approval, Denied and Revoked read public "
                "things only, Expiring soon ends within 7 days, Expired has ended."
            ),
            _expiry(),
            _(
                "Space ticks tokens, so that d deletes them together; Esc takes the ticks away. What was deleted is "
                "refused at once. For 10 seconds u brings it back, with the value that it had."
            ),
            _("The list follows the store: what another window or the command line changes appears within seconds."),
        ],
        "token-form": [
            _("Tab and Shift+Tab move between the fields. Left, Right and Space change a choice; Enter shows all."),
            _(
                "To find out which permission you need, type the endpoint's path into the filter, as "
                "/repos/acme/api/pulls/7, or a word of its title."
            ),
            _("Give the token the least it needs: few repositories, low levels, a near end."),
            _("Ctrl+S checks the form from anywhere. Errors stand under their fields, and nothing you typed is lost."),
            _(
                "A link fills the form in: pat-tui 'LINK', or GitHub's own page. y copies one, without repositories; "
                "in a text field Ctrl+L does. It is no secret, and stays on the clipboard."
            ),
        ],
        "token-edit": [
            _("The token keeps its value. Its resource owner and its expiration cannot be edited."),
            _(
                "Where the resource owner demands approval, what you add becomes a new request and works once it is "
                "approved; what was granted before keeps working. What you take away is gone at once."
            ),
            _("Tab and Shift+Tab move between the fields. Left, Right and Space change a choice; Enter shows all."),
        ],
        "classic-list": [
            _(
                "Your personal access tokens (classic). Each reaches everything that you reach, as far as its scopes "
                "go, in every organization that allows such tokens. Fine-grained tokens are safer."
            ),
            _("A badge says what needs a look: Expiring soon ends within 7 days, Expired has ended."),
            _expiry(),
            _(
                "Space ticks tokens, so that d deletes them together; Esc takes the ticks away. What was deleted is "
                "refused at once. For 10 seconds u brings it back, with the value that it had."
            ),
            _("Revoke all deletes every one of them for good, once you have typed your user name."),
            _sso(),
        ],
        "classic-form": [
            _("Tab and Shift+Tab move between the fields. Left, Right and Space change a choice; Enter shows all."),
            _(
                "Among the scopes, Space ticks the one under the cursor. What it includes is ticked with it, and says "
                "so. write:packages ticks repo as well; take that tick away where packages are all you need."
            ),
            _("A token without scopes reads public things only."),
            _("Ctrl+S generates from anywhere. Errors stand under their fields, and nothing you typed is lost."),
        ],
        "classic-edit": [
            _("The token keeps its value. Only regenerating gives it a new expiration, and with that a new value."),
            _(
                "Among the scopes, Space ticks the one under the cursor. What it includes is ticked with it, and says "
                "so. Of what you tick, only the scopes are kept that no other one includes."
            ),
            _("What you change applies at once, wherever the token is in use."),
        ],
        "regenerate": [
            _(
                "The token gets a new value, which is shown once, and a new expiration. The old value is refused from "
                "then on. Name, repositories, permissions and approvals stay."
            ),
            _("Left, Right and Space change the expiration; Enter shows all. Nothing happens before you submit."),
        ],
        "emails": [
            _(
                "Your email addresses. To generate tokens you need one that is verified; what you are told about your "
                "tokens goes to the primary one."
            ),
            _(
                "A code of six digits verifies an address. It works for 15 minutes and can be tried five times; then "
                "ask for a new one, which puts the one before out of use."
            ),
            _(
                "Where no mail is set up, the dialog names the command that shows a code. To have mail sent, set "
                "PAT_TUI_SMTP_HOST and PAT_TUI_SMTP_FROM, and run pat-tui notify from cron."
            ),
            _("The primary address cannot be removed: make another one, which must be verified, primary first."),
        ],
        "new-token": [
            _("This is the one time that the new token can be seen. pat-tui keeps only a hash of it."),
            _(
                "“Copied” means that the clipboard was read back and held the token. “Sent to your terminal” "
                "means that nobody answered: paste to check."
            ),
            _(
                "h hands it over without showing it: to a new file, to a variable of a .env file, to git's credential "
                "helper or to a command. All that could be in the way is looked at first. U shows how to use it."
            ),
            _(
                "The clipboard is cleared after 45 seconds and when pat-tui ends, but only if it still has the token. "
                "PAT_TUI_CLIPBOARD_SECONDS changes the time."
            ),
        ],
        "security-log": [
            _(
                "What you did, and what others did to you and your tokens. Owners see an organization's log with: "
                "pat-tui log list --org ORG"
            ),
            _(
                "The filter knows action:personal_access_token.create (or only the beginning of a name), actor:LOGIN, "
                "created:2026-01-31, created:>=2026-01-01, created:2026-01-01..2026-01-31, and words. Days are those "
                "of your time zone."
            ),
            _(
                "Every entry is sealed to the one before it, with a key kept outside the store. Verify names the first "
                "entry that was edited, dropped, inserted or moved, and says what that cannot prove."
            ),
        ],
        "log-entry": [
            _("All that the log knows of one event. Tokens are named by their hash; no secret is ever in the log."),
        ],
        "token": [
            _("What the token is and what it may do. Its secret is not here: it was shown once."),
            _("In its last 7 days a line under the name says so. Only regenerating gives it a new expiration."),
            _(
                "Editing keeps the value; regenerating gives a new value and a new expiration; duplicating fills the "
                "form of a new token with what this one has."
            ),
            _(
                "w shows what it may do, and answers for any request. U shows lines that use it. Use, at the end, says "
                "when and where it is used."
            ),
            _("An organization's token works only while the organization grants it; else it reads public things."),
            _(
                "y copies a link that fills in the form of a new token like this one, whole days of life included and "
                "repositories left out. It holds nothing of this token's secret."
            ),
            _sso(),
        ],
        "use": [
            _(
                "When and where the token is used: requests by week, and each operation with its repository and with "
                "the address and client that did it last. The gateway writes it down, at most once a minute."
            ),
            _("Fifty operations and twelve weeks are kept. A token that was never used can go: delete it."),
        ],
        "use-token": [
            _(
                "Lines that put the token to use, with the address of the gateway (PAT_TUI_GATEWAY_URL) and one of the "
                "token's repositories. c or Enter copies the line under the cursor; it says whether that was checked."
            ),
            _(
                "No line holds the token. git asks for it as a password; elsewhere $TOKEN stands for it, a variable "
                "that “Read it into a variable” fills. Capitals such as REPO are for you to replace."
            ),
            _("At the end stand the ways that GitHub's documentation prefers to a personal access token."),
        ],
        "what-it-may": [
            _(
                "Type a request and read, as you type, whether the token may do it: GET /repos/acme/api/pulls/7, or "
                "clone, fetch, push or push-workflows with a repository, as push acme/api. Nothing is carried out."
            ),
            _(
                "What is refused says why, what the token lacks, and the command that would grant it. It is the same "
                "decision that the gateway takes."
            ),
            _(
                "Below stand the repositories that you can see, and what people hand tokens out for. Tab goes there; "
                "Enter takes the repository under the cursor up into the field."
            ),
        ],
        "organizations": [
            _("The organizations that you belong to, and what you are in each."),
            _(
                "Enter opens the settings of an organization that you own: what it demands of personal access tokens, "
                "the tokens that have access, the requests that wait for you, and the people. A member reads policies "
                "and people."
            ),
        ],
        "demands": [
            _("What the organization demands of its members' tokens. Only its owners, and the enterprise, change it."),
        ],
        "people": [
            _(
                "Who belongs to the organization, and in what role; Outside collaborators have a role in one of its "
                "repositories without belonging to it. Left and Right change the tab; Enter says what can be done."
            ),
            _(
                "For owners: a adds a user of this store (type a login, or press Down and choose), e changes a role, d "
                "removes. Before a member goes, you read what ends: requests, access of tokens, authorizations, roles."
            ),
            _("The last owner who can act neither goes nor becomes a member. Everybody else may leave."),
            _("From the command line: pat-tui org member, org outside-collaborators, repo collaborator."),
        ],
        "repositories": [
            _(
                "The repositories that you own, that belong to your organizations, or in which somebody gave you a "
                "role; and who may read them. Enter opens one that you administer. d gives your role in one back."
            ),
            _("From the command line: pat-tui repo add, create, import, list."),
        ],
        "repository": [
            _(
                "Who has a role in the repository, and the keys that open it without a token. Left and Right change "
                "the tab; a adds a user, e or Enter changes a role, d removes a user or a key, after asking."
            ),
            _("Keys are added from the command line: pat-tui repo key add. One made with a token goes with the token."),
        ],
        "users": [
            _(
                "Every user of this store. The tokens of a suspended user are refused from the next request on, and "
                "nobody can act as the user; nothing is deleted, and ending the suspension lets all work again."
            ),
            _("The dialog says how many tokens it is about, and which organizations would have no owner who can act."),
            _("The owner of the enterprise is the first user of the store, and cannot be suspended."),
        ],
        "policies": [
            _(
                "What the organization demands of personal access tokens, on a tab for each kind. Every block is saved "
                "by itself, with its button or with Ctrl+S, after a question."
            ),
            _("Requests that wait go on waiting, also when approval is no longer required."),
            _("What the enterprise has decided cannot be changed here; of a lifetime it leaves the stricter ones."),
            _("What another owner changes appears within seconds. What you have chosen and not saved stays."),
        ],
        "enterprise": [
            _(
                "What holds for all organizations. Where the enterprise decides, organizations cannot; what they have "
                "chosen themselves stays, and holds again when the enterprise lets them decide."
            ),
            _("Of two maximum lifetimes, the enterprise's and the organization's, the shorter one holds."),
            _("The owner of the enterprise is the first user of the store."),
        ],
        "active-tokens": [
            _("The fine-grained tokens that have access to the organization. Tokens (classic) are not among them."),
            _(
                "Space ticks tokens, and A all of them, so that r revokes them together; Esc takes the ticks away. "
                "What is revoked loses the organization at once. The token stays, and reads public things."
            ),
            _("The list follows the store: what another window or the command line changes appears within seconds."),
        ],
        "active-token": [
            _("What the token may do in the organization: what it holds and was granted, both."),
            _("Revoking takes the organization away from it at once; its owner can ask again."),
        ],
        "pending-requests": [
            _("What members' tokens ask for. Until an owner approves, such a token reads public things only."),
            _(
                "Space ticks requests, and A all of them, so that a approves and d denies them together, all or none. "
                "Enter opens a request, with its justification and all that it would get."
            ),
            _("If another owner is quicker with one of them, you are told who it was, and your other ticks stay."),
        ],
        "sso-authorizations": [
            _(
                "The tokens of members, of both kinds, that are authorised by single sign-on: fine-grained ones since "
                "they were generated, classic ones since their user configured it."
            ),
            _(
                "Space ticks authorizations, and r revokes them, after asking. That is final: nobody can authorise the "
                "same value again, only the new value of a regenerated token."
            ),
            _("An authorization also ends with its token, and when the user leaves the organization."),
        ],
        "request": [
            _(
                "What is asked for beyond what the token has already, and what it would have then. Approving grants "
                "all of it; denying leaves what was granted before."
            ),
            _("If the request is decided or taken back while you read, the page says so."),
        ],
    }
