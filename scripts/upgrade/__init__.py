"""What only the maintainers of this repository run: upgrades of botocore, their records, and coverage."""
