/**
 * Lets a call succeed, with nothing, on what is gone already: for CloudFormation that is a success.
 *
 * @param codes the service's errors for what does not exist
 * @returns what to `catch` the call's error with
 */
export function tolerate(...codes: readonly string[]): (error: Error) => undefined {
  return (error) => {
    if (!codes.includes(error.name)) throw error;
    return undefined;
  };
}
