import { Route, Routes } from "react-router";
import { PageError } from "../parts/page-error.tsx";
import { FunctionList } from "./function-list.tsx";
import { FunctionPage } from "./function-page.tsx";
import "./lambda.css";

/** AWS Lambda: the functions, and how each is configured, invoked and doing. */
export default function Lambda() {
  return (
    <Routes>
      <Route index element={<FunctionList />} />
      <Route path=":name" element={<FunctionPage />} />
      <Route path="*" element={<PageError error={new Error("There is no such page of Lambda.")} />} />
    </Routes>
  );
}
