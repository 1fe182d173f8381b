#!/usr/bin/env bash
# Helm 3.21.4 over a release that Helm 4 keeps by server-side apply: one upgrade erases that mark from Helm 4's own older record. Needs Go >= 1.26.
# Guess: a field of the record that Helm 3 does not know ("apply_method") survives, for Helm 3 only changes the older record's status.
# Seen: Helm 3 reads the older record into its own type, marks it superseded and writes it back whole: the field is gone. Helm 4
# decides by that field (--server-side=auto) how to upgrade and roll back, so from then on it works client-side, as if the
# release had always been Helm 3's.
set -euo pipefail
dir=$(mktemp -d) && trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT && cd "$dir"
printf 'module finding\n\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	kubefake "helm.sh/helm/v3/pkg/kube/fake"
	"helm.sh/helm/v3/pkg/storage"
	"helm.sh/helm/v3/pkg/storage/driver"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func decode(data []byte) map[string]any {
	packed := must(base64.StdEncoding.DecodeString(string(data)))
	text := must(io.ReadAll(must(gzip.NewReader(bytes.NewReader(packed)))))
	record := map[string]any{}
	must(0, json.Unmarshal(text, &record))
	return record
}

func encode(record map[string]any) []byte {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	must(zip.Write(must(json.Marshal(record))))
	must(0, zip.Close())
	return []byte(base64.StdEncoding.EncodeToString(packed.Bytes()))
}

func main() {
	ctx := context.Background()
	secrets := fake.NewSimpleClientset().CoreV1().Secrets("default")
	config := &action.Configuration{
		Releases:     storage.Init(driver.NewSecrets(secrets)),
		KubeClient:   &kubefake.PrintingKubeClient{Out: io.Discard},
		Capabilities: chartutil.DefaultCapabilities,
		Log:          func(string, ...interface{}) {},
	}
	web := &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: "web", Version: "0.1.0"}, Templates: []*chart.File{
		{Name: "templates/web.yaml", Data: []byte("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n")}}}
	install := action.NewInstall(config)
	install.ReleaseName, install.Namespace = "web", "default"
	must(install.Run(web, nil))

	// the record as Helm 4 leaves it: the same format, with this field at the top
	first := must(secrets.Get(ctx, "sh.helm.release.v1.web.v1", metav1.GetOptions{}))
	record := decode(first.Data["release"])
	record["apply_method"] = "ssa"
	first.Data["release"] = encode(record)
	must(secrets.Update(ctx, first, metav1.UpdateOptions{}))
	show := func(when string) {
		record := decode(must(secrets.Get(ctx, "sh.helm.release.v1.web.v1", metav1.GetOptions{})).Data["release"])
		fmt.Printf("%s revision 1 is %v, apply_method %v\n", when, record["info"].(map[string]any)["status"], record["apply_method"])
	}
	show("before:")
	upgrade := action.NewUpgrade(config)
	upgrade.Namespace = "default"
	must(upgrade.Run("web", web, nil))
	show("after an upgrade by Helm 3:")
}
GO
cat > expected <<'SEEN'
before: revision 1 is deployed, apply_method ssa
after an upgrade by Helm 3: revision 1 is superseded, apply_method <nil>
SEEN
export GOFLAGS=-mod=mod
go get helm.sh/helm/v3@v3.21.4 2>log && go mod tidy 2>>log && go run . >seen 2>>log || { tail log; exit 1; }
cat seen
diff expected seen && echo "as found"
