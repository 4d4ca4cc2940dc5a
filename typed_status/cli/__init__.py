"""The command line ``typed-status`` (extra ``cli``): one module for each command, loaded when it is run.

May import: the standard library, click, rich, boto3, botocore, and everything of ``typed_status``.
"""
