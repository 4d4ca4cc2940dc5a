"""The outputs in the AWS CLI's documentation are found, and paired with their operations."""

import pytest
from documented import botocore_outputs, literal_blocks, operation_of, outputs_in

TWO_COMMANDS = """\
**Example 1: To describe a job**

The following ``describe-jobs`` example returns a job. ::

    aws batch describe-jobs \\
        --jobs one

Output::

    {
        "jobs": []
    }

The contents of ``input.json``::

    {"jobs": ["one"]}

**Example 2**

Run this::

    $ aws --region us-east-1 iam \\
        get-user

- Sample output ::

    {"User": {}}
    """


def found(text, file="batch/describe-jobs.rst"):
    return [*outputs_in("the source", file, text)]


def one_output(block, command="aws batch describe-jobs"):
    indented = "\n".join(f"    {line}" for line in block.splitlines())
    (output,) = found(f"Call::\n\n    {command}\n\nOutput::\n\n{indented}\n")
    return output


def test_an_output_belongs_to_the_command_before_it():
    first, second = found(TWO_COMMANDS)
    assert (first.service, first.operation, first.value) == ("batch", "DescribeJobs", {"jobs": []})
    assert (second.service, second.operation, second.value) == ("iam", "GetUser", {"User": {}})
    assert (first.source, second.source) == ("the source, output 1", "the source, output 2")


def test_without_a_command_the_file_names_the_operation():
    (output,) = found("Output::\n\n    {}\n", "ec2/describe-vpcs.rst")
    assert (output.service, output.operation) == ("ec2", "DescribeVpcs")


def test_a_block_ends_where_the_indentation_does():
    text = "One::\n\n    a\n\n      b\n\nText. ::\n\n  c\nNone::\n\nText\n"
    assert [*literal_blocks(text)] == [("One::", "\n    a\n\n      b\n"), ("Text. ::", "\n  c")]


@pytest.mark.parametrize(
    ("service", "command", "operation"),
    [
        ("configservice", "describe-config-rules", ("config", "DescribeConfigRules")),
        ("deploy", "get-deployment", ("codedeploy", "GetDeployment")),
        ("s3api", "get-bucket-acl", ("s3", "GetBucketAcl")),
        ("rds", "describe-db-instances", ("rds", "DescribeDBInstances")),
        ("s3", "ls", None),
        ("s3", "get-bucket-acl", None),
        ("ecs", "deploy", None),
        ("emr", "add-instance-groups", None),
        ("nothing", "describe-this", None),
    ],
)
def test_a_command_is_an_operation_or_none(service, command, operation):
    assert operation_of(service, command) == operation


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("JOBS  one", "no JSON: text or a table"),
        ('{"jobs": [\n...\n]}', "no JSON: parts are left out (...)"),
        ('{"jobs": [\n  "one",\n  ...\n]}', "no JSON: parts are left out (...)"),
        ('{"jobs": "one\ntwo"}', "no JSON: a line break within a text"),
        ('{"jobs": [] "next": 1}', "no JSON: expecting ',' delimiter"),
    ],
)
def test_what_is_no_json_says_why(block, reason):
    output = one_output(block)
    assert (output.value, output.broken) == (None, reason)


@pytest.mark.parametrize(
    "options", ["--query jobs[0]", "--output text", "--output table", "| jq .", "> file"]
)
def test_an_output_that_the_command_reshapes_is_no_response(options):
    output = one_output("[]", f"aws batch describe-jobs --jobs one {options}")
    assert output.broken == "the command reshapes its output"


def test_options_that_only_look_like_it_reshape_nothing():
    output = one_output('{"jobs": []}', "aws batch describe-jobs --query-id one --output json")
    assert output.value == {"jobs": []}
    assert output.paged


def test_without_paging_nothing_is_dropped():
    assert not one_output("{}", "aws batch describe-jobs --no-paginate").paged


def test_botocores_examples_are_outputs_too():
    outputs = [*botocore_outputs()]
    assert len(outputs) > 1000
    assert {each.operation for each in outputs if each.service == "batch"} >= {"DescribeJobs"}
