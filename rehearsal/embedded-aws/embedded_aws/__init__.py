"""An AWS on loopback: moto's server, plus what moto lacks to rehearse an organization.

Every extension is a module with an ``install()`` function that patches moto in
place; :mod:`embedded_aws.install` lists them in order.
"""
