import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { download } from "../../services/download";
import { explainShortly } from "../../services/errors";
import { notify } from "../../services/notices";
import { asOperator } from "../../services/operator";
import { payoutsCsv } from "../../services/payouts-csv";
import { Button } from "../Button";
import { Icon } from "../Icon";

const { payouts: text } = operatorMessages;

/** The payouts of a state as a file for a spreadsheet. */
export function CsvButton({ status }: { status: string }) {
  const csv = useMutation({
    mutationFn: () => asOperator((admin) => payoutsCsv(admin, status)),
    onSuccess: ({ table, rows }) => {
      download(new Blob([table], { type: "text/csv" }), `payouts-${status || "all"}.csv`);
      notify(text.csvDone(rows.toLocaleString(locale)));
    },
    onError: (error) => notify(explainShortly(error)),
  });
  return (
    <Button busy={csv.isPending} onClick={() => csv.mutate()}>
      <Icon of={Download} size={16} />
      {text.csv}
    </Button>
  );
}
