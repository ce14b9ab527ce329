module.exports = () => import("../../dist/lab/index.js");
