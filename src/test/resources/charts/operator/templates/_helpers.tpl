{{- define "operator.labels" -}}
app.kubernetes.io/name: operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Values.tag | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
