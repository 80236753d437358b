{{/* What a worker needs, its GPUs among them. Takes a pool. */}}
{{- define "swiftdiffusion.worker.resources" -}}
{{- $resources := deepCopy .resources }}
{{- if eq .accelerator "cuda" }}
{{- $limits := default dict $resources.limits }}
{{- $_ := set $limits .gpuResource (int .gpus) }}
{{- $_ := set $resources "limits" $limits }}
{{- end }}
{{- toYaml $resources }}
{{- end }}
