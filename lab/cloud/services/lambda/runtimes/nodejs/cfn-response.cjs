/**
 * What CloudFormation puts beside code that is written in a template, under the name `cfn-response`: a function that
 * answers a custom resource and then ends the event.
 */
const https = require("node:https");

exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

/**
 * @param {any} event
 * @param {any} context
 * @param {"SUCCESS" | "FAILED"} responseStatus
 * @param {object} [responseData] What Fn::GetAtt answers
 * @param {string} [physicalResourceId]
 * @param {boolean} [noEcho]
 */
exports.send = function send(event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: `See the details in CloudWatch Log Stream: ${context.logStreamName}`,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
  const request = https.request(
    { hostname, port: 443, path: pathname + search, method: "PUT", headers },
    (response) => {
      response.resume().on("end", () => context.done());
    },
  );
  request.on("error", (error) => {
    console.log("The answer could not be sent:", error);
    context.done();
  });
  request.end(body);
};
