"""Where the API of Access Analyzer is served."""

from embedded_aws.services.accessanalyzer.responses import Response

url_bases = [r"https?://access-analyzer\.(.+)\.amazonaws\.com"]
# The action follows from botocore's own table of methods and paths.
url_paths = {"{0}/(?P<path>.+)$": Response.dispatch}
