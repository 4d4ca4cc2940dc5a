"""The command line ``typed-status`` (extra ``cli``): one module per command, imported when it runs.

May import: the standard library, click, rich, boto3, botocore, and everything in ``typed_status``.
"""
