import { ec2Names, queryNames, readForm } from "./form.ts";
import type { ServiceModel } from "./model.ts";
import type { Protocol, WireError, WireResponse } from "./protocol.ts";
import { writeMembers, xmlDocument } from "./xml.ts";
import type { XmlWriter } from "./xml-writer.ts";

/** AWS Query: a form with Action, Version and dotted parameters; XML back. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  decode: ({ input }, request) => readForm(input, request, queryNames),

  encode({ name, output }, value, model, requestId) {
    return answer(requestId, 200, (out) => {
      out.raw(`<${name}Response xmlns="${model.xmlNamespace}">`);
      if (!output.isUnitSchema()) {
        out.begin(`${name}Result`);
        writeMembers(out, output, value);
        out.end(`${name}Result`);
      }
      out.begin("ResponseMetadata");
      out.element("RequestId", requestId);
      out.end("ResponseMetadata");
      out.end(`${name}Response`);
    });
  },

  encodeError(error, model, requestId) {
    return answer(requestId, error.status, (out) => {
      out.raw(`<ErrorResponse xmlns="${model?.xmlNamespace ?? ""}"><Error>`);
      out.element("Type", error.fault);
      writeError(out, error);
      out.end("Error");
      out.element("RequestId", requestId);
      out.end("ErrorResponse");
    });
  },
};

/** EC2's variant: names of its own, lists always flat, no result wrapper. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  decode: ({ input }, request) => readForm(input, request, ec2Names),

  encode({ name, output }, value, model: ServiceModel, requestId) {
    return answer(requestId, 200, (out) => {
      out.raw(`<${name}Response xmlns="${model.xmlNamespace}">`);
      out.element("requestId", requestId);
      if (!output.isUnitSchema()) writeMembers(out, output, value);
      out.end(`${name}Response`);
    });
  },

  encodeError(error, _model, requestId) {
    return answer(requestId, error.status, (out) => {
      out.raw("<Response><Errors><Error>");
      writeError(out, error);
      out.raw("</Error></Errors>");
      out.element("RequestID", requestId);
      out.end("Response");
    });
  },
};

function answer(requestId: string, status: number, write: (out: XmlWriter) => void): WireResponse {
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  return { status, headers, body: xmlDocument(write) };
}

function writeError(out: XmlWriter, { schema, fields, queryCode, message }: WireError): void {
  out.element("Code", queryCode);
  out.element("Message", message);
  if (schema) writeMembers(out, schema, { ...fields, message: undefined, Message: undefined });
}
