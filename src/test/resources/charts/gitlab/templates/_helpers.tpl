{{- define "gitlab.labels" -}}
app: {{ .app }}
release: {{ .root.Release.Name }}
heritage: {{ .root.Release.Service }}
chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* A Deployment as the real chart makes it: without `replicas` where an HPA owns that number. */}}
{{- define "gitlab.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .root.Release.Name }}-{{ .name }}
  labels: {{- include "gitlab.labels" . | nindent 4 }}
spec:
  {{- with .values.replicas }}
  replicas: {{ . }}
  {{- end }}
  selector:
    matchLabels: {app: {{ .app }}, release: {{ .root.Release.Name }}}
  template:
    metadata:
      labels: {{- include "gitlab.labels" . | nindent 8 }}
    spec:
      terminationGracePeriodSeconds: 0
      {{- with .values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .app }}
          image: registry.gitlab.com/gitlab-org/build/cng/gitlab-{{ .image }}:{{ .root.Values.global.image.tag }}
          resources: {requests: {cpu: 10m, memory: 16Mi}}
{{- end -}}
