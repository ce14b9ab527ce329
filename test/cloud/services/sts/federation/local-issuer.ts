import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** An OpenID Connect issuer on this machine. */
export class LocalIssuer {
  readonly #server = createServer((request, response) => {
    this.requests.push(request.url ?? "");
    const answer = this.answers[request.url ?? ""] ?? { status: 404 };
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body);
  });
  readonly requests: string[] = [];
  /** What it answers, by path. */
  readonly answers: Record<string, { status?: number; headers?: Record<string, string>; body?: string }> = {};
  #keys: { kid: string; privateKey: CryptoKey }[] = [];
  readonly #path: string;
  url = "";

  constructor(path = "") {
    this.#path = path;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#path}`;
    const configuration = { issuer: this.url, jwks_uri: `${this.url}/keys` };
    this.answers[`${this.#path}/.well-known/openid-configuration`] = { body: JSON.stringify(configuration) };
    await this.rotate();
    return this;
  }

  /** Takes a new key, and forgets those before. */
  async rotate(algorithm = "RS256"): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm);
    const kid = `key-${Math.random()}`;
    this.#keys = [{ kid, privateKey }];
    const keys = [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" }];
    this.answers[`${this.#path}/keys`] = { body: JSON.stringify({ keys }) };
  }

  /** A token with these claims besides the usual ones. */
  async token(claims: JWTPayload & { now?: number } = {}, header: object = {}): Promise<string> {
    const { now = Date.now(), ...more } = claims;
    const { kid, privateKey } = this.#keys[0] as { kid: string; privateKey: CryptoKey };
    const iat = Math.floor(now / 1000);
    const usual = { iss: this.url, sub: "repo:town/maps", aud: "sts.amazonaws.com", iat, exp: iat + 300 };
    const payload = Object.fromEntries(
      Object.entries({ ...usual, ...more }).filter(([, value]) => value !== undefined),
    );
    return await new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
