"""Coverage-guided fuzzing of each parser with atheris: `make fuzz`, or one target by name, see __main__."""
