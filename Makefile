# `make demo` and `make test` set up .venv by themselves.
