import type { Clients } from "../../../cloud.ts";

/** What versions and aliases say of environments to keep ready. */
export interface ProvisionedProperties {
  readonly ProvisionedConcurrencyConfig?: { readonly ProvisionedConcurrentExecutions: number };
}

/** Brings a version's or an alias's provisioned concurrency to what its properties say. */
export async function provision(
  FunctionName: string,
  Qualifier: string,
  { ProvisionedConcurrencyConfig }: ProvisionedProperties,
  { lambda }: Clients,
): Promise<void> {
  if (!ProvisionedConcurrencyConfig) {
    await lambda.DeleteProvisionedConcurrencyConfig({ FunctionName, Qualifier });
    return;
  }
  const { ProvisionedConcurrentExecutions } = ProvisionedConcurrencyConfig;
  await lambda.PutProvisionedConcurrencyConfig({ FunctionName, Qualifier, ProvisionedConcurrentExecutions });
}
