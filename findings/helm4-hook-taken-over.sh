#!/usr/bin/env bash
# Helm 4.3.1 (server-side apply) on Kubernetes 1.35.4: a hook's Job that an earlier run left is taken over, and the hook counts as run.
# Guess: as with Helm 3.21.4, creating a hook whose name is taken fails ("already exists"), or the Job is made anew; a pre-upgrade
# hook that Helm reports as done has run in this upgrade.
# Seen: with a deletion policy other than before-hook-creation, Helm 4 applies the hook onto the Job that is there. That Job
# is complete since an upgrade that was killed, so the wait is over at once: status deployed, the hook's last_run says Succeeded, and
# the Job's uid is the old one: no pod was made in this upgrade. Helm 3 stops in the same place with an error.
# Builds etcd, kube-apiserver and both Helms from Go modules: Go >= 1.26, openssl and curl are needed; some 8 minutes on 2 cores.
set -euo pipefail
kube=1.35.4 etcd=3.6.16 helm3=3.21.4 helm4=4.3.1
dir=$(mktemp -d); trap 'kill -9 $(jobs -p) 2>/dev/null || true; wait 2>/dev/null; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
export CGO_ENABLED=0

mkdir etcd-module kube-module bin
(cd etcd-module && printf 'module finding\n\ngo 1.25.0\n\nrequire go.etcd.io/etcd/server/v3 v%s\n' $etcd > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -o ../bin/etcd go.etcd.io/etcd/server/v3) 2>build.log
(cd kube-module && mod=$(go mod download -json k8s.io/kubernetes@v$kube | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p') &&
  { printf 'module finding\n\n'; grep -E '^(go|godebug) ' "$mod"; printf '\nrequire k8s.io/kubernetes v%s\n\n' $kube
    sed -n -E "s#^[[:space:]]*(k8s.io/[a-z0-9.-]+) => ./staging/.*#replace \1 => \1 v0.${kube#1.}#p" "$mod"; } > go.mod &&
  GOFLAGS=-mod=mod go build -trimpath -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v$kube" -o ../bin/kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver) 2>>build.log
GOBIN=$dir/bin/3 go install -trimpath helm.sh/helm/v3/cmd/helm@v$helm3 2>>build.log
GOBIN=$dir/bin/4 go install -trimpath helm.sh/helm/v4/cmd/helm@v$helm4 2>>build.log

port=$((20000 + RANDOM % 20000)); openssl genrsa -out sa.key 2048 2>/dev/null; openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
echo 'loopback-only,admin,admin,"system:masters"' > tokens.csv
bin/etcd --data-dir data --unsafe-no-fsync --log-level error --listen-client-urls http://127.0.0.1:$((port + 1)) --advertise-client-urls http://127.0.0.1:$((port + 1)) \
  --listen-peer-urls http://127.0.0.1:$((port + 2)) --initial-advertise-peer-urls http://127.0.0.1:$((port + 2)) --initial-cluster default=http://127.0.0.1:$((port + 2)) > etcd.log 2>&1 &
bin/kube-apiserver --etcd-servers http://127.0.0.1:$((port + 1)) --bind-address 127.0.0.1 --secure-port $port --cert-dir pki --token-auth-file tokens.csv \
  --authorization-mode RBAC --service-cluster-ip-range 10.0.0.0/24 --service-account-issuer https://kubernetes.default.svc \
  --service-account-signing-key-file sa.key --service-account-key-file sa.pub > apiserver.log 2>&1 &
api() { curl -sk --max-time 10 -H 'Authorization: Bearer loopback-only' "https://127.0.0.1:$port$1" "${@:2}"; }
for _ in $(seq 300); do [ "$(api /readyz || true)" = ok ] && break; sleep 0.2; done
cat > kubeconfig <<YAML
{apiVersion: v1, kind: Config, current-context: local, clusters: [{name: local, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}],
 users: [{name: admin, user: {token: loopback-only}}], contexts: [{name: local, context: {cluster: local, user: admin}}]}
YAML
export KUBECONFIG=$dir/kubeconfig HELM_CACHE_HOME=$dir/cache HELM_CONFIG_HOME=$dir/config HELM_DATA_HOME=$dir/data-home

mkdir -p chart/templates
printf 'apiVersion: v2\nname: demo\nversion: 0.1.0\n' > chart/Chart.yaml
cat > chart/templates/all.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: demo}
data: {version: "{{ .Values.version }}"}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: {helm.sh/hook: pre-upgrade, helm.sh/hook-delete-policy: hook-failed}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: migrate, image: "example.com/migrate:1"}]
YAML

field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }
play() { # Helm's major version: an upgrade is killed in its hook, the Job ends well, the record is removed, the same upgrade again
  local ns=helm-$1 jobs=/apis/batch/v1/namespaces/helm-$1/jobs
  "bin/$1/helm" install demo chart --set version=1 --namespace "$ns" --create-namespace > /dev/null
  "bin/$1/helm" upgrade demo chart --set version=2 --namespace "$ns" > killed.log 2>&1 & local pid=$!
  for _ in $(seq 100); do [ -n "$(api "$jobs/migrate" | field uid)" ] && break; sleep 0.1; done
  kill -9 $pid; wait $pid 2>/dev/null || true
  local now; now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  api "$jobs/migrate/status" -X PATCH -H 'Content-Type: application/merge-patch+json' -o /dev/null -d '{"status":{"succeeded":1,"startTime":"'"$now"'","completionTime":"'"$now"'",
    "conditions":[{"type":"SuccessCriteriaMet","status":"True","lastTransitionTime":"'"$now"'"},{"type":"Complete","status":"True","lastTransitionTime":"'"$now"'"}]}}'
  local before; before=$(api "$jobs/migrate" | field uid)
  api "/api/v1/namespaces/$ns/secrets/sh.helm.release.v1.demo.v2" -X DELETE -o /dev/null
  "bin/$1/helm" upgrade demo chart --set version=2 --namespace "$ns" --timeout 20s > again.log 2>&1 && local ended=deployed || local ended=refused
  local after; after=$(api "$jobs/migrate" | field uid)
  local same=other; [ -n "$before" ] && [ "$before" = "$after" ] && same=same
  echo "Helm $1: the same upgrade again is $ended, on the $same Job as before; $(grep -o 'jobs.batch "migrate" already exists' again.log || echo "no word of the hook")"
}
{ play 3; play 4; echo "Helm 4's record says of the hook: $("bin/4/helm" get hooks demo --namespace helm-4 > /dev/null && "bin/4/helm" status demo --namespace helm-4 -o json | sed -n 's/.*"phase":"\([A-Za-z]*\)".*/\1/p')"; } | tee seen.txt
diff - seen.txt <<'SEEN' && echo "as seen before" || { echo "changed since this was written"; exit 1; }
Helm 3: the same upgrade again is refused, on the same Job as before; jobs.batch "migrate" already exists
Helm 4: the same upgrade again is deployed, on the same Job as before; no word of the hook
Helm 4's record says of the hook: Succeeded
SEEN
