import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memberMessages } from "../../messages/member";
import { identitiesQuery } from "../../services/account";
import { notify } from "../../services/notices";
import { StepUpRefused } from "../../services/step-up";
import type { Chain } from "../../services/wallet";
import { Button } from "../Button";
import { Failure } from "../Failure";

const { identities: text } = memberMessages.account;

/** Adds a wallet that signs in, by a signature of it. */
export function AddWallet() {
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: async (chain: Chain) => (await import("../../services/wallet")).addWallet(chain),
    onSuccess: async () => {
      notify(text.added);
      await queryClient.invalidateQueries({ queryKey: identitiesQuery.queryKey });
    },
  });
  const working = (chain: Chain) => add.isPending && add.variables === chain;
  return (
    <>
      <Button busy={working("evm")} onClick={() => add.mutate("evm")}>
        {text.addEthereum}
      </Button>
      <Button busy={working("solana")} onClick={() => add.mutate("solana")}>
        {text.addSolana}
      </Button>
      {add.error && !(add.error instanceof StepUpRefused) && <Failure error={add.error} />}
    </>
  );
}
