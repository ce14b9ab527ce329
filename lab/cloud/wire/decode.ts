import { own } from "../own.ts";
import { badInput, MalformedRequest } from "./errors.ts";
import type { OperationModel, ProtocolName } from "./model.ts";
import type { Protocol, Structure, WireRequest } from "./protocol.ts";
import type { Violations } from "./validate.ts";

/**
 * Reads an operation's input and compares it with the model. What can't be read, or does not fit, is the error that AWS
 * answers in this protocol.
 *
 * @param headerProblems what the service says of single headers
 */
export function decodeInput(
  name: ProtocolName,
  protocol: Protocol,
  operation: OperationModel,
  request: WireRequest,
  headerProblems?: Readonly<Record<string, string>>,
): Structure {
  try {
    const input = protocol.decode(operation, request);
    const wrong = violationsOf(operation, input);
    if (wrong) throw badInput(name, wrong, operation.validator.constraints, operation.name);
    return input;
  } catch (error) {
    if (error instanceof MalformedRequest) {
      const { parameter } = error;
      const said = headerProblems && parameter && own(headerProblems, parameter.name);
      throw badInput(name, parameter && said ? new MalformedRequest(said, { ...parameter, said }) : error);
    }
    // Nested deeper than the stack.
    if (error instanceof RangeError) throw badInput(name, new MalformedRequest(error.message));
    throw error;
  }
}

/**
 * Compares the input of a call from one service to another with the model's constraints. Its types are the caller's own
 * affair: bodies may be text, and templates spell numbers as text.
 */
export function checkInput(name: ProtocolName, operation: OperationModel, input: Structure): void {
  const { constraints } = operation.validator;
  const wrong = constraints && violationsOf(operation, input);
  if (wrong && wrong.broken.length > 0) throw badInput(name, { ...wrong, mistyped: [] }, constraints, operation.name);
}

function violationsOf({ input: shape, validator }: OperationModel, input: Structure): Violations | undefined {
  return shape.isUnitSchema() ? undefined : validator.violations(shape, input);
}
