import { notValid } from "../errors.ts";

/** Names of this machine. */
const LOCAL = /^(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Throws EventBridge's error unless an address is one of HTTPS, as AWS wants it. The lab takes plain HTTP of this machine, too: who
 * tries something out has no certificate.
 */
export function checkEndpoint(address: string, member: string): void {
  if (!URL.canParse(address)) throw notValid(`Parameter ${member} is not valid. Reason: it is not a URL.`);
  const { protocol, hostname, username, hash } = new URL(address);
  if (username !== "" || hash !== "")
    throw notValid(`Parameter ${member} is not valid. Reason: it has a user or a fragment.`);
  if (protocol === "https:" || (protocol === "http:" && LOCAL.test(hostname))) return;
  throw notValid(
    `Parameter ${member} is not valid. Reason: it must be an HTTPS endpoint (or plain HTTP on this machine).`,
  );
}
