import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { FunctionList } from "./function-list.tsx";
import { FunctionPage } from "./function-page.tsx";
import "./lambda.css";

/** AWS Lambda: the functions, and how each is configured, invoked and doing. */
export default function Lambda() {
  return (
    <Routes>
      <Route index element={<FunctionList />} />
      <Route path=":name" element={<FunctionPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
