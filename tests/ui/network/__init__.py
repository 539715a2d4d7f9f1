"""Tests of the network's page: store and page are in conftest.py."""
