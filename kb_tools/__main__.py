"""`python -m kb_tools`, for where the `kb` script is not on the path."""

from kb_tools.cli import main

main(prog_name="kb")
