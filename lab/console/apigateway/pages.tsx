import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { ApiList } from "./api-list.tsx";
import { ApiPage } from "./api-page.tsx";
import { KeysPage } from "./keys/keys-page.tsx";

/** Amazon API Gateway's APIs: what they lead to, where they answer, and a way to try them. */
export default function ApiGateway() {
  return (
    <Routes>
      <Route index element={<ApiList />} />
      <Route path="keys" element={<KeysPage />} />
      <Route path=":id" element={<ApiPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
