import { allTagsByKey, type Tag } from "../../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../../service/service.ts";
import { patchesBetween } from "../apis/patch.ts";
import { AUTHORIZER_PATCHES } from "../parts/authorizers.ts";
import { VALIDATOR_PATCHES } from "../parts/validators.ts";
import { retag, typed, unlessGone } from "./properties.ts";

interface PartProperties {
  readonly RestApiId: string;
}

interface AuthorizerProperties extends PartProperties {
  readonly Name?: string;
  readonly Type: "TOKEN" | "REQUEST" | "COGNITO_USER_POOLS";
}

const authorizer: ResourceProvider<AuthorizerProperties> = {
  replacedBy: ["RestApiId"],
  async create(properties, { call, logicalId }) {
    const { RestApiId: restApiId, Type: type, Name: name = logicalId } = properties;
    const { id = "" } = await call.apigateway.CreateAuthorizer({
      ...typed(properties, AUTHORIZER_PATCHES),
      restApiId,
      name,
      type,
    });
    return { id, attributes: { AuthorizerId: id } };
  },
  async update(authorizerId, properties, previous, { call }) {
    const patchOperations = patchesBetween(
      typed(previous, AUTHORIZER_PATCHES),
      typed(properties, AUTHORIZER_PATCHES),
      AUTHORIZER_PATCHES,
    );
    await call.apigateway.UpdateAuthorizer({ restApiId: properties.RestApiId, authorizerId, patchOperations });
    return { id: authorizerId, attributes: { AuthorizerId: authorizerId } };
  },
  delete: (authorizerId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteAuthorizer({ restApiId, authorizerId })),
};

interface ModelProperties extends PartProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly ContentType?: string;
  readonly Schema?: object | string;
}

const model: ResourceProvider<ModelProperties> = {
  replacedBy: ["RestApiId", "Name", "ContentType"],
  async create(properties, { call, name: generated }) {
    const {
      RestApiId: restApiId,
      Description: description,
      ContentType: contentType = "application/json",
    } = properties;
    const name = properties.Name ?? generated(128).replace(/[^a-zA-Z0-9]/g, "");
    await call.apigateway.CreateModel({ restApiId, name, description, contentType, schema: schemaOf(properties) });
    return { id: name };
  },
  async update(modelName, properties, _previous, { call }) {
    const { RestApiId: restApiId, Description = "" } = properties;
    const patchOperations = [
      { op: "replace" as const, path: "/schema", value: schemaOf(properties) },
      { op: "replace" as const, path: "/description", value: Description },
    ];
    await call.apigateway.UpdateModel({ restApiId, modelName, patchOperations });
    return { id: modelName };
  },
  delete: (modelName, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteModel({ restApiId, modelName })),
};

function schemaOf({ Schema }: ModelProperties): string {
  return typeof Schema === "string" ? Schema : JSON.stringify(Schema ?? {});
}

const validator: ResourceProvider<PartProperties & { readonly Name?: string }> = {
  replacedBy: ["RestApiId", "Name"],
  async create(properties, { call }) {
    const { RestApiId: restApiId } = properties;
    const { id = "" } = await call.apigateway.CreateRequestValidator({
      ...typed(properties, VALIDATOR_PATCHES),
      restApiId,
    });
    return { id, attributes: { RequestValidatorId: id } };
  },
  async update(requestValidatorId, properties, previous, { call }) {
    const usual = { validateRequestBody: false, validateRequestParameters: false };
    const [before, after] = [previous, properties].map((one) => ({ ...usual, ...typed(one, VALIDATOR_PATCHES) }));
    await call.apigateway.UpdateRequestValidator({
      restApiId: properties.RestApiId,
      requestValidatorId,
      patchOperations: patchesBetween(before ?? {}, after ?? {}, VALIDATOR_PATCHES),
    });
    return { id: requestValidatorId, attributes: { RequestValidatorId: requestValidatorId } };
  },
  delete: (requestValidatorId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteRequestValidator({ restApiId, requestValidatorId })),
};

interface GatewayResponseProperties extends PartProperties {
  readonly ResponseType: "DEFAULT_4XX";
  readonly StatusCode?: string | number;
  readonly ResponseParameters?: Record<string, string>;
  readonly ResponseTemplates?: Record<string, string>;
}

const gatewayResponse: ResourceProvider<GatewayResponseProperties> = {
  replacedBy: ["RestApiId", "ResponseType"],
  async create(properties, { call, logicalId, stack }) {
    await call.apigateway.PutGatewayResponse(responseOf(properties));
    const id = `${stack.name}-${logicalId}`;
    return { id, attributes: { Id: id } };
  },
  async update(id, properties, _previous, { call }) {
    await call.apigateway.PutGatewayResponse(responseOf(properties));
    return { id, attributes: { Id: id } };
  },
  delete: (_id, { RestApiId: restApiId, ResponseType: responseType }, { call }) =>
    unlessGone(call.apigateway.DeleteGatewayResponse({ restApiId, responseType })),
};

function responseOf(properties: GatewayResponseProperties) {
  return {
    restApiId: properties.RestApiId,
    responseType: properties.ResponseType,
    statusCode: properties.StatusCode === undefined ? undefined : String(properties.StatusCode),
    responseParameters: properties.ResponseParameters,
    responseTemplates: properties.ResponseTemplates,
  };
}

interface Location {
  readonly Type: "API";
  readonly Path?: string;
  readonly Method?: string;
  readonly StatusCode?: string;
  readonly Name?: string;
}

const documentationPart: ResourceProvider<
  PartProperties & { readonly Location: Location; readonly Properties: string }
> = {
  replacedBy: ["RestApiId", "Location"],
  async create({ RestApiId: restApiId, Location: at, Properties: properties }, { call }) {
    const { Type: type, Path: path, Method: method, StatusCode: statusCode, Name: name } = at;
    const location = { type, path, method, statusCode, name };
    const { id = "" } = await call.apigateway.CreateDocumentationPart({ restApiId, location, properties });
    return { id, attributes: { DocumentationPartId: id } };
  },
  async update(documentationPartId, { RestApiId: restApiId, Properties: value }, _previous, { call }) {
    const patchOperations = [{ op: "replace" as const, path: "/properties", value }];
    await call.apigateway.UpdateDocumentationPart({ restApiId, documentationPartId, patchOperations });
    return { id: documentationPartId, attributes: { DocumentationPartId: documentationPartId } };
  },
  delete: (documentationPartId, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteDocumentationPart({ restApiId, documentationPartId })),
};

interface VersionProperties extends PartProperties {
  readonly DocumentationVersion: string;
  readonly Description?: string;
}

const documentationVersion: ResourceProvider<VersionProperties> = {
  replacedBy: ["RestApiId", "DocumentationVersion"],
  async create({ RestApiId: restApiId, DocumentationVersion: version, Description: description }, { call }) {
    await call.apigateway.CreateDocumentationVersion({ restApiId, documentationVersion: version, description });
    return { id: version };
  },
  async update(version, { RestApiId: restApiId, Description: value = "" }, _previous, { call }) {
    const patchOperations = [{ op: "replace" as const, path: "/description", value }];
    await call.apigateway.UpdateDocumentationVersion({ restApiId, documentationVersion: version, patchOperations });
    return { id: version };
  },
  delete: (version, { RestApiId: restApiId }, { call }) =>
    unlessGone(call.apigateway.DeleteDocumentationVersion({ restApiId, documentationVersion: version })),
};

const clientCertificate: ResourceProvider<{ readonly Description?: string; readonly Tags?: readonly Tag[] }> = {
  async create({ Description: description, Tags }, context) {
    const tags = allTagsByKey(Tags, context);
    const { clientCertificateId: id = "" } = await context.call.apigateway.GenerateClientCertificate({
      description,
      tags,
    });
    return { id, attributes: { ClientCertificateId: id } };
  },
  async update(id, { Description: value = "", Tags }, previous, context) {
    const patchOperations = [{ op: "replace" as const, path: "/description", value }];
    await context.call.apigateway.UpdateClientCertificate({ clientCertificateId: id, patchOperations });
    await retag(`/clientcertificates/${id}`, previous.Tags, Tags, context);
    return { id, attributes: { ClientCertificateId: id } };
  },
  delete: (clientCertificateId, _properties, { call }) =>
    unlessGone(call.apigateway.DeleteClientCertificate({ clientCertificateId })),
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::Authorizer": authorizer,
  "AWS::ApiGateway::ClientCertificate": clientCertificate,
  "AWS::ApiGateway::DocumentationPart": documentationPart,
  "AWS::ApiGateway::DocumentationVersion": documentationVersion,
  "AWS::ApiGateway::GatewayResponse": gatewayResponse,
  "AWS::ApiGateway::Model": model,
  "AWS::ApiGateway::RequestValidator": validator,
};
