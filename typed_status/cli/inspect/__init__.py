"""What ``explain``, ``validate`` and ``doctor`` find out about members, files and service models.

May import: the rest of ``cli`` below ``commands``.
"""
