"""`python -m narvaro`: the command line where the program `narvaro` is not on the path."""

from narvaro.app.cli import main

if __name__ == "__main__":
    main()
