"""Where the API of Observability Admin is served."""

from embedded_aws.services.observabilityadmin.responses import Response

url_bases = [r"https?://observabilityadmin\.(.+)\.amazonaws\.com"]
# The action follows from botocore's own table of methods and paths.
url_paths = {"{0}/(?P<path>.+)$": Response.dispatch}
