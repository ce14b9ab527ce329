import type { ProtocolName } from "./model.ts";
import type { Protocol } from "./protocol.ts";

const loading = new Map<ProtocolName, Promise<Protocol>>();
const loaded = new Map<ProtocolName, Protocol>();

/** A protocol, loaded on first use. */
export function loadProtocol(name: ProtocolName): Promise<Protocol> {
  let known = loading.get(name);
  if (!known) {
    known = load(name);
    loading.set(name, known);
    void known.then((protocol) => loaded.set(name, protocol));
  }
  return known;
}

/** The same at once, when it was loaded before. */
export function loadedProtocol(name: ProtocolName): Protocol | undefined {
  return loaded.get(name);
}

async function load(name: ProtocolName): Promise<Protocol> {
  switch (name) {
    case "awsJson1_0":
      return (await import("./aws-json.ts")).awsJson("1.0");
    case "awsJson1_1":
      return (await import("./aws-json.ts")).awsJson("1.1");
    case "awsCbor1_1":
      return (await import("./aws-cbor.ts")).awsCbor;
    case "awsQuery":
      return (await import("./aws-query.ts")).awsQuery;
    case "ec2Query":
      return (await import("./aws-query.ts")).ec2Query;
    case "restJson1":
      return (await import("./rest-json.ts")).restJson;
    case "restXml":
      return (await import("./rest-xml.ts")).restXml;
    case "rpcv2Cbor":
      return (await import("./rpc-cbor.ts")).rpcCbor;
  }
}
