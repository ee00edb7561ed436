"""The gateway: git over HTTPS and the API, where tokens serve in place of a password. On Starlette and uvicorn."""
