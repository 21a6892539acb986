import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { Payout } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { amountText } from "../../services/money";
import { notify } from "../../services/notices";
import { programQuery } from "../../services/queries";
import { Confirm } from "../Confirm";

const { payouts: text } = memberMessages;

/** Takes a payout back while nobody works on it. */
export function CancelPayout({ payout }: { payout: Payout }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const queryClient = useQueryClient();
  const amount = amountText(payout.amount_micro, program.currency);
  const cancel = useMutation({
    mutationFn: () => api.referrals.cancelPayout({ id: payout.id }),
    onSuccess: () => notify(text.cancelled(amount)),
    // Also when it was refused: then an operator was faster, and the list should say so.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["member"] }),
  });
  return (
    <Confirm
      trigger={text.cancel}
      title={text.cancelTitle}
      text={text.cancelText(amount)}
      keep={text.keep}
      confirm={text.cancel}
      call={cancel}
    />
  );
}
