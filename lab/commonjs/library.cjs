exports.library = () => import("../../dist/lab/index.js");
exports.asyncDispose = Symbol.asyncDispose;
