"""`python -m pmprb`: the command line."""

from pmprb.cli import main

if __name__ == "__main__":
    main()
