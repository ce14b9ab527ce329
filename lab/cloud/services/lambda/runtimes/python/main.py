"""The Python runtime of the lab: it loads the handler and serves one event after another through the Lambda Runtime API.

What a function can see of it (errors, context, log format) is as AWS's own runtime shows it. It runs in the function's
process, by the host's python3, so it depends on nothing.
"""

import http.client
import importlib
import json
import logging
import os
import struct
import sys
import time
import traceback

PREFIX = "/2018-06-01/runtime/"

# The lab writes here what this runtime shows to the Runtime API, and closes it.
ASSIGNMENT_FD = 3

FRAME_TYPE = 0xA55A0003
LEVELS = {"DEBUG": 0b01000, "INFO": 0b01100, "WARNING": 0b10000, "ERROR": 0b10100, "CRITICAL": 0b11000}


class Log:
    """Writes log events in the frames in which the platform reads them, as text or as JSON."""

    def __init__(self):
        self.fd = int(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD"))
        self.json = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
        self.request_id = None

    def write(self, level, message):
        body = message.encode("utf-8", "replace")
        frame_type = FRAME_TYPE | LEVELS.get(level, 0)
        frame = struct.pack(">IIQ", frame_type, len(body), int(time.time() * 1e6)) + body
        while frame:
            frame = frame[os.write(self.fd, frame) :]

    def error(self, failure):
        """Logs an error that ended an event, or the initialisation."""
        if self.json:
            entry = {"timestamp": timestamp(time.time()), "log_level": "ERROR", **failure}
            return self.write("ERROR", json.dumps(entry, ensure_ascii=False))
        lines = [f"[ERROR] {failure['errorType']}: {failure['errorMessage']}", "Traceback (most recent call last):"]
        lines += [indented(line) for part in failure["stackTrace"] for line in part.splitlines() or [""]]
        self.write("ERROR", "\n".join(lines))


def indented(line):
    """A line of a traceback as the log has it: indented by spaces that browsers keep."""
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


class LogHandler(logging.Handler):
    """The handler that the root logger has on AWS."""

    def __init__(self, log):
        super().__init__()
        self.log = log
        self.setFormatter(logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(request_id)s\t%(message)s\n"))
        self.formatter.converter = time.gmtime
        self.formatter.default_time_format = "%Y-%m-%dT%H:%M:%S"
        self.formatter.datefmt = "%Y-%m-%dT%H:%M:%S"

    def emit(self, record):
        record.request_id = self.log.request_id
        self.log.write(record.levelname, self.as_json(record) if self.log.json else self.format(record))

    def as_json(self, record):
        entry = {
            "timestamp": timestamp(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": self.log.request_id,
        }
        if record.exc_info:
            kind, value, trace = record.exc_info
            frames = traceback.format_tb(trace)
            entry.update(errorType=kind.__name__, errorMessage=str(value), stackTrace=frames)
        return json.dumps(entry, ensure_ascii=False, default=str) + "\n"


class RuntimeApi:
    """Speaks the Lambda Runtime API, over one connection that stays open."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        with open(ASSIGNMENT_FD, "rb") as assignment:
            self.token = assignment.read().decode()

    def next(self):
        return self.call("GET", "invocation/next")

    def respond(self, request_id, body):
        self.call("POST", f"invocation/{request_id}/response", body)

    def fail(self, path, failure):
        body = json.dumps(failure, ensure_ascii=False).encode()
        # A type with characters that a header can't hold still arrives in the body.
        error_type = failure["errorType"] if failure["errorType"].isascii() else "Exception"
        self.call("POST", path, body, {"Lambda-Runtime-Function-Error-Type": error_type})

    def call(self, method, path, body=None, headers=None):
        try:
            self.connection.request(method, PREFIX + path, body, {"Lambda-Runtime-Skylab-Token": self.token, **(headers or {})})
            response = self.connection.getresponse()
            return response.headers, response.read()
        except (OSError, http.client.HTTPException):
            # The lab is gone, so is the function.
            os._exit(1)


class ClientContext:
    """What a mobile application says of itself."""

    def __init__(self, content):
        self.custom = content.get("custom")
        self.env = content.get("env")
        self.client = type("Client", (), content["client"])() if content.get("client") else None


class Identity:
    """The Cognito identity of the invoker."""

    def __init__(self, content):
        self.cognito_identity_id = content.get("cognitoIdentityId")
        self.cognito_identity_pool_id = content.get("cognitoIdentityPoolId")


class Context:
    """The second argument of a handler."""

    def __init__(self, headers, log):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        client = parsed(headers.get("Lambda-Runtime-Client-Context"))
        self.client_context = ClientContext(client) if client else None
        self.identity = Identity(parsed(headers.get("Lambda-Runtime-Cognito-Identity")) or {})
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])
        self._log = log

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        self._log.write("INFO", str(message))


class LoadError(Exception):
    """The handler can't be loaded."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.failure = {"errorMessage": message, "errorType": error_type, "requestId": "", "stackTrace": list(trace)}


def load_handler(name):
    """The function that a handler name such as `folder/file.function` names."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise LoadError("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}") from error
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise LoadError("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}\n']
        raise LoadError("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from error
    handler = getattr(module, function_name, None)
    if handler is None:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise LoadError("Runtime.HandlerNotFound", message)
    return handler


def failure_of(error, request_id=""):
    """An error as AWS reports it to the invoker, without this file's own frames."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    own = [frame for frame in frames if "importlib" not in frame.filename]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


def answer_of(handler, body, context):
    """What the handler answers, as JSON."""
    result = handler(json.loads(body), context)
    try:
        return json.dumps(result, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        raise LoadError("Runtime.MarshalError", message) from error


def serve(api, handler, log):
    """Serves events for as long as the process lives."""
    while True:
        headers, body = api.next()
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        log.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id") or ""
        try:
            answer = answer_of(handler, body, Context(headers, log))
        except Exception as error:
            failure = {**error.failure, "requestId": request_id} if isinstance(error, LoadError) else failure_of(error, request_id)
            log.error(failure)
            flush()
            api.fail(f"invocation/{request_id}/error", failure)
        else:
            flush()
            api.respond(request_id, answer)


def flush():
    """What was printed is there before the event is over."""
    sys.stdout.flush()
    sys.stderr.flush()


def parsed(header):
    return json.loads(header.encode("latin-1").decode()) if header else None


def timestamp(seconds):
    millis = int(seconds * 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(millis // 1000)) + f".{millis % 1000:03d}Z"


def main():
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    log = Log()
    root = logging.getLogger()
    root.addHandler(LogHandler(log))
    if log.json:
        root.setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO").replace("TRACE", "DEBUG").replace("FATAL", "CRITICAL"))
    api = RuntimeApi()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = error.failure if isinstance(error, LoadError) else failure_of(error)
        log.error(failure)
        flush()
        api.fail("init/error", failure)
        sys.exit(1)
    serve(api, handler, log)


main()
