"""`python -m jiheng`: the program."""

from jiheng.cli import main

main()
