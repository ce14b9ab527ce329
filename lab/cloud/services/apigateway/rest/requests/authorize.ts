import { authenticate } from "../../../../auth/authenticate.ts";
import { decide } from "../../../../auth/authorize.ts";
import { anonymous, type Caller } from "../../../../auth/caller.ts";
import type { Policy } from "../../../../auth/policy/document.ts";
import type { Decision } from "../../../../auth/policy/evaluate.ts";
import { type AuthRequest, readSignature } from "../../../../auth/signature-header.ts";
import type { Exchange } from "../../../../service/service.ts";
import { askAuthorizer } from "../../requests/custom-authorizer.ts";
import { Refusal } from "../../requests/refusals.ts";
import { methodArn, type RestRequest } from "./rest-request.ts";

/**
 * Lets a request pass, or refuses it: by its signature where the method asks for one, by the API's resource policy, and by the
 * method's authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 * @param signed the request as it was signed: with the whole path
 */
export async function authorizeRequest(
  request: RestRequest,
  signed: AuthRequest & Pick<Exchange, "identity">,
): Promise<void> {
  const { authorizationType } = request.route.method;
  // Services that send events prove who they are, or act as, whatever the method asks for.
  if (signed.identity) request.known.caller = { ...signed.identity.caller, accessKey: signed.identity.accessKey ?? "" };
  else if (authorizationType === "AWS_IAM") request.known.caller = callerOf(signed, request);
  const { policy } = request.deployed;
  if (policy || authorizationType === "AWS_IAM") checkPolicies(policy, request, signed);
  if (authorizationType === "CUSTOM") await askAuthorizer(request);
}

/** Who signed a request. Throws the refusals of API Gateway, which words them differently from AWS's other services. */
export function callerOf(
  signed: AuthRequest,
  { cloud, incoming }: Pick<RestRequest, "cloud" | "incoming">,
): Caller & { accessKey: string } {
  let signature: ReturnType<typeof readSignature>;
  let caller: Caller;
  try {
    signature = readSignature(signed, false);
    const { body } = incoming;
    caller = authenticate(signed, {
      credentials: cloud.credentials,
      now: cloud.clock.now(),
      protocol: "restJson1",
      body,
    }).caller;
  } catch (error) {
    const { name: code, message } = error as Error;
    if (code.startsWith("Expired")) throw new Refusal("EXPIRED_TOKEN", message);
    throw new Refusal("INVALID_SIGNATURE", message, { errorType: code || "InvalidSignatureException" });
  }
  if (!signature) throw new Refusal("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  return { ...caller, accessKey: signature.accessKeyId };
}

/** What the principal's policies, and the API's own, say of the invocation. */
function checkPolicies(policy: Policy | undefined, request: RestRequest, { headers }: AuthRequest): void {
  const { cloud, home, incoming, known } = request;
  const resource = methodArn(request);
  const caller = known.caller ?? anonymous;
  const http = { headers, sourceIp: incoming.sourceIp };
  const decision = decide(
    { action: "execute-api:Invoke", resource, account: home.account, policy },
    { cloud, caller, region: home.region, http },
  );
  if (!decision.allowed) throw denied(caller, resource, decision);
}

/** The account is masked for a caller that is refused. */
function denied({ arn, kind }: Caller, resource: string, decision: Decision): Refusal {
  const who = kind === "anonymous" ? "anonymous" : arn;
  const masked = resource.replace(/:\d{8}(\d{4}):/, ":********$1:");
  const why = !decision.allowed && decision.why === "explicit deny" ? " with an explicit deny" : "";
  const text = `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${masked}${why}`;
  return new Refusal("ACCESS_DENIED", text);
}
