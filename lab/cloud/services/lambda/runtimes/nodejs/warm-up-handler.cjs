// The handler that a process of the pool loads before it knows its function.
exports.handler = async () => {};
