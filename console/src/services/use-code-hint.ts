import { useQuery } from "@tanstack/react-query";
import { memberMessages } from "../messages/member";
import { programQuery } from "./queries";

/** Where the code is that was just asked for. Before there is a mail server nobody would find it in their mail. */
export function useCodeHint(email: string): string {
  const { data: program } = useQuery(programQuery);
  return program?.one_time_codes === "log" ? memberMessages.login.codeInLog : memberMessages.login.codeHint(email);
}
