"""Two releases of botocore compared, and what each change means for users.

May import: ``codegen.build`` and everything below it.
"""
