import type { PasswordPolicy } from "@aws-sdk/client-iam";
import { entityAlreadyExists, noSuchEntity } from "../errors.ts";
import type { Iam } from "../state.ts";

/**
 * An account's name besides its number: nobody else's, and instead of the one before.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-alias.html
 */
export const createAccountAlias: Iam["CreateAccountAlias"] = ({ AccountAlias }, { cloud, state, account }) => {
  cloud.store.write(() => {
    const taken = [...state.accounts.entries()].find(([, { alias }]) => alias === AccountAlias);
    if (taken && taken[0][0] !== account) throw entityAlreadyExists("Account alias", AccountAlias);
    state.accounts.put([account], { ...state.accounts.get(account), alias: AccountAlias });
  });
  return {};
};

export const listAccountAliases: Iam["ListAccountAliases"] = (_input, { state, account }) => {
  const { alias } = state.accounts.get(account) ?? {};
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
};

export const deleteAccountAlias: Iam["DeleteAccountAlias"] = ({ AccountAlias }, { cloud, state, account }) => {
  cloud.store.write(() => {
    const { alias, ...others } = state.accounts.get(account) ?? {};
    if (alias !== AccountAlias) throw noSuchEntity(`The account alias ${AccountAlias} does not exist.`);
    state.accounts.put([account], others);
  });
  return {};
};

/** What passwords must be like. Nobody signs in here, so that they end (`MaxPasswordAge`, `HardExpiry`) is kept and given back. */
export const updateAccountPasswordPolicy: Iam["UpdateAccountPasswordPolicy"] = (input, { cloud, state, account }) => {
  const { MinimumPasswordLength = 6, MaxPasswordAge } = input;
  const passwordPolicy: PasswordPolicy = {
    AllowUsersToChangePassword: false,
    RequireLowercaseCharacters: false,
    RequireNumbers: false,
    RequireSymbols: false,
    RequireUppercaseCharacters: false,
    ...input,
    MinimumPasswordLength,
    ExpirePasswords: MaxPasswordAge !== undefined && MaxPasswordAge > 0,
  };
  cloud.store.write(() => state.accounts.put([account], { ...state.accounts.get(account), passwordPolicy }));
  return {};
};

export const getAccountPasswordPolicy: Iam["GetAccountPasswordPolicy"] = (_input, { state, account }) => {
  const { passwordPolicy } = state.accounts.get(account) ?? {};
  if (!passwordPolicy) throw noSuchEntity(`The Password Policy with domain name ${account} cannot be found.`);
  return { PasswordPolicy: passwordPolicy as never };
};

export const deleteAccountPasswordPolicy: Iam["DeleteAccountPasswordPolicy"] = (_input, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const { passwordPolicy, ...others } = state.accounts.get(account) ?? {};
    if (!passwordPolicy) throw noSuchEntity("The account policy with name PasswordPolicy cannot be found.");
    state.accounts.put([account], others);
  });
  return {};
};
