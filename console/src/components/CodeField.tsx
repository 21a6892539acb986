import { useQuery } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import { memberMessages } from "../messages/member";
import { programQuery } from "../services/queries";
import { TextField } from "./TextField";

const { login } = memberMessages;

type Props = Omit<ComponentProps<typeof TextField>, "label" | "hint"> & {
  /** Where the code was sent. */
  email: string;
};

/** The box for a code that was sent. After wrong tries codes have letters too, which are capitals. */
export function CodeField({ email, ...control }: Props) {
  const { data: program } = useQuery(programQuery);
  return (
    <TextField
      label={login.code}
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      // Before there is a mail server nobody would find it in their mail.
      hint={program?.one_time_codes === "log" ? login.codeInLog : login.codeHint(email)}
      {...control}
    />
  );
}
