import type { Section } from "../sections.ts";

export const section: Section = {
  path: "apigateway",
  title: "API Gateway",
  load: () => import("./pages.tsx"),
  counts: () => import("./counts.ts"),
  finders: () => import("./finders.ts"),
  pages: {
    "AWS::ApiGateway::RestApi": (id) => `/apigateway/${encodeURIComponent(id)}`,
    "AWS::ApiGatewayV2::Api": (id) => `/apigateway/${encodeURIComponent(id)}`,
  },
};
