import { newId } from "../../shared/ids.ts";
import { openApi } from "../apis/apis.ts";
import { flag, type Patchables, patched, value } from "../apis/patch.ts";
import { page, type Records, records } from "../apis/record-operations.ts";
import type { RequestValidator } from "../records.ts";
import type { ApiGateway } from "../state.ts";

export const validators: Records<RequestValidator> = records(
  (state) => state.validators,
  "Invalid Request Validator identifier specified",
);

export const createRequestValidator: ApiGateway["CreateRequestValidator"] = ({ restApiId, ...input }, context) => {
  openApi(restApiId, context);
  const { name, validateRequestBody = false, validateRequestParameters = false } = input;
  const id = newId(6);
  return validators.put(context, [restApiId, id], { id, name, validateRequestBody, validateRequestParameters });
};

export const getRequestValidator: ApiGateway["GetRequestValidator"] = (input, context) => {
  openApi(input.restApiId, context);
  return validators.open(context, input.restApiId, input.requestValidatorId);
};

export const getRequestValidators: ApiGateway["GetRequestValidators"] = (input, context) => {
  openApi(input.restApiId, context);
  return page(validators.all(context, input.restApiId), input);
};

export const VALIDATOR_PATCHES: Patchables = {
  name: value,
  validateRequestBody: flag,
  validateRequestParameters: flag,
};

export const updateRequestValidator: ApiGateway["UpdateRequestValidator"] = (input, context) => {
  openApi(input.restApiId, context);
  const apply = (validator: RequestValidator) => patched(validator, input.patchOperations, VALIDATOR_PATCHES);
  return validators.change(context, [input.restApiId, input.requestValidatorId], apply);
};

export const deleteRequestValidator: ApiGateway["DeleteRequestValidator"] = (input, context) => {
  openApi(input.restApiId, context);
  validators.remove(context, input.restApiId, input.requestValidatorId);
  return {};
};
