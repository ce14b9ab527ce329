import { badInput, MalformedRequest } from "./errors.ts";
import type { OperationModel, ProtocolName } from "./model.ts";
import type { Protocol, Structure, WireRequest } from "./protocol.ts";

/**
 * Reads an operation's input and compares it with the model. What can't be read, or does not fit, is the error that AWS
 * answers in this protocol.
 */
export function decodeInput(
  name: ProtocolName,
  protocol: Protocol,
  operation: OperationModel,
  request: WireRequest,
): Structure {
  try {
    const input = protocol.decode(operation, request);
    const wrong = operation.input.isUnitSchema() ? undefined : operation.validator.violations(operation.input, input);
    if (wrong) throw badInput(name, wrong);
    return input;
  } catch (error) {
    if (error instanceof MalformedRequest) throw badInput(name, error);
    // Nested deeper than the stack.
    if (error instanceof RangeError) throw badInput(name, new MalformedRequest(error.message));
    throw error;
  }
}
