import { ec2Names, queryNames, readForm } from "./form.ts";
import type { ServiceModel } from "./model.ts";
import type { Protocol, WireError, WireResponse } from "./protocol.ts";
import { members, XML_DECLARATION, xmlElement } from "./xml.ts";

/** AWS Query: a form with Action, Version and dotted parameters; XML back. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  decode: ({ input }, request) => readForm(input, request, queryNames),

  encode({ name, output }, value, model, requestId) {
    const result = output.isUnitSchema() ? "" : `<${name}Result>${members(output, value)}</${name}Result>`;
    const metadata = `<ResponseMetadata>${xmlElement("RequestId", requestId)}</ResponseMetadata>`;
    return answer(`<${name}Response xmlns="${model.xmlNamespace}">${result}${metadata}</${name}Response>`, requestId);
  },

  encodeError(error, model, requestId) {
    const body = `<Error>${xmlElement("Type", error.fault)}${errorElements(error)}</Error>${xmlElement("RequestId", requestId)}`;
    return answer(
      `<ErrorResponse xmlns="${model?.xmlNamespace ?? ""}">${body}</ErrorResponse>`,
      requestId,
      error.status,
    );
  },
};

/** EC2's variant: names of its own, lists always flat, no result wrapper. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  decode: ({ input }, request) => readForm(input, request, ec2Names),

  encode({ name, output }, value, model: ServiceModel, requestId) {
    const body = xmlElement("requestId", requestId) + (output.isUnitSchema() ? "" : members(output, value));
    return answer(`<${name}Response xmlns="${model.xmlNamespace}">${body}</${name}Response>`, requestId);
  },

  encodeError(error, _model, requestId) {
    const body = `<Errors><Error>${errorElements(error)}</Error></Errors>${xmlElement("RequestID", requestId)}`;
    return answer(`<Response>${body}</Response>`, requestId, error.status);
  },
};

function answer(body: string, requestId: string, status = 200): WireResponse {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: XML_DECLARATION + body,
  };
}

function errorElements({ schema, fields, queryCode, message }: WireError): string {
  const modelled = schema ? members(schema, { ...fields, message: undefined, Message: undefined }) : "";
  return xmlElement("Code", queryCode) + xmlElement("Message", message) + modelled;
}
