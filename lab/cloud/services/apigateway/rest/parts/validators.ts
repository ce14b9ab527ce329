import { badRequest } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { apis, openApi } from "../apis/apis.ts";
import { flag, type Patchables, replacedIn, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import type { RequestValidator } from "../records.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";

export const validators: Records<RequestValidator> = records(
  (state) => state.validators,
  "Invalid Request Validator identifier specified",
);

export const createRequestValidator: ApiGateway["CreateRequestValidator"] = ({ restApiId, ...input }, context) => {
  if (!apis.has(context, restApiId)) throw badRequest("Invalid REST API identifier specified");
  const { name, validateRequestBody = false, validateRequestParameters = false } = input;
  const id = newId(6);
  // Templates may leave the name away.
  if (name !== undefined) checkName(restApiId, { id, name }, context);
  return validators.put(context, [restApiId, id], { id, name, validateRequestBody, validateRequestParameters });
};

function checkName(api: string, { id, name }: RequestValidator, context: ApiGatewayContext): void {
  if (!name?.trim()) throw badRequest("Request Validator name cannot be blank");
  if (validators.all(context, api).some((one) => one.name === name && one.id !== id))
    throw badRequest("Request Validator name must be unique");
}

export const getRequestValidator: ApiGateway["GetRequestValidator"] = (input, context) =>
  validators.open(context, input.restApiId, input.requestValidatorId);

export const getRequestValidators: ApiGateway["GetRequestValidators"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(validators.all(context, input.restApiId), input);
};

export const VALIDATOR_PATCHES: Patchables = {
  name: value,
  validateRequestParameters: flag,
  validateRequestBody: flag,
};

export const updateRequestValidator: ApiGateway["UpdateRequestValidator"] = (input, context) => {
  const apply = (validator: RequestValidator) => {
    const changed = replacedIn(validator, input.patchOperations, VALIDATOR_PATCHES);
    checkName(input.restApiId, changed, context);
    return changed;
  };
  return validators.change(context, [input.restApiId, input.requestValidatorId], apply);
};

export const deleteRequestValidator: ApiGateway["DeleteRequestValidator"] = (input, context) => {
  validators.remove(context, input.restApiId, input.requestValidatorId);
  return {};
};
