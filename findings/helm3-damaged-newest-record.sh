#!/usr/bin/env bash
# Helm 3.21.4: with a damaged newest record, Helm neither reports it nor gets past it; upgrade and rollback fail with "already exists". Needs Go >= 1.26.
# Guess: an error that names the record that cannot be decoded.
# Seen: reading the history skips the damaged record in silence (it is only logged in debug), so `helm status` shows the revision
# below; the next upgrade and the next rollback both try to create the revision that is there and fail with
# "release: already exists", however often they are repeated. Nothing says which record is to blame.
set -euo pipefail
dir=$(mktemp -d) && trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT && cd "$dir"
printf 'module finding\n\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"context"
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

func main() {
	secrets := fake.NewSimpleClientset().CoreV1().Secrets("default")
	config := &action.Configuration{
		Releases:     storage.Init(driver.NewSecrets(secrets)),
		KubeClient:   &kubefake.PrintingKubeClient{Out: io.Discard},
		Capabilities: chartutil.DefaultCapabilities,
		Log:          func(string, ...interface{}) {},
	}
	web := &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: "web", Version: "0.1.0"}, Templates: []*chart.File{
		{Name: "templates/web.yaml", Data: []byte("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n")}}}
	upgrade := func() error {
		upgrade := action.NewUpgrade(config)
		upgrade.Namespace = "default"
		_, err := upgrade.Run("web", web, nil)
		return err
	}
	install := action.NewInstall(config)
	install.ReleaseName, install.Namespace = "web", "default"
	_, err := install.Run(web, nil)
	fmt.Println("install:", err)
	fmt.Println("upgrade:", upgrade())
	fmt.Println("upgrade:", upgrade())

	ctx := context.Background()
	newest, err := secrets.Get(ctx, "sh.helm.release.v1.web.v3", metav1.GetOptions{})
	if err != nil {
		panic(err)
	}
	newest.Data["release"] = newest.Data["release"][:100]
	if _, err := secrets.Update(ctx, newest, metav1.UpdateOptions{}); err != nil {
		panic(err)
	}
	last, err := config.Releases.Last("web")
	fmt.Println("revision 3 is damaged; the newest that Helm sees:", last.Version, last.Info.Status, err)
	fmt.Println("upgrade:", upgrade())
	fmt.Println("upgrade again:", upgrade())
	fmt.Println("rollback:", action.NewRollback(config).Run("web"))
}
GO
cat > expected <<'SEEN'
install: <nil>
upgrade: <nil>
upgrade: <nil>
revision 3 is damaged; the newest that Helm sees: 2 superseded <nil>
upgrade: release: already exists
upgrade again: release: already exists
rollback: release: already exists
SEEN
export GOFLAGS=-mod=mod
go get helm.sh/helm/v3@v3.21.4 2>log && go mod tidy 2>>log && go run . >seen 2>>log || { tail log; exit 1; }
cat seen
diff expected seen && echo "as found"
