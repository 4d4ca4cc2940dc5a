"""aiobotocore clients for an endpoint, isolated from the environment's AWS configuration."""

import os

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession

_CONFIG = AioConfig(
    retries={"total_max_attempts": 1}, inject_host_prefix=False, proxies={}, max_pool_connections=50
)


def client_of(endpoint, service, **config):
    session = AioSession()
    session.set_config_variable("config_file", os.devnull)
    session.set_config_variable("credentials_file", os.devnull)
    return session.create_client(
        service,
        endpoint_url=endpoint.url,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=_CONFIG.merge(AioConfig(**config)),
    )
