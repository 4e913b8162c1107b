package api

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/web/access"
	"aktenkundig/web/problem"
)

type object = map[string]any

// describe makes the OpenAPI 3.1 description of the operations.
func describe() object {
	d := &describer{schemas: object{}}
	paths := object{}
	for _, op := range operations() {
		paths["/"+strings.ReplaceAll(op.path, "...", "")] = object{"get": d.operation(op)}
	}
	failed := object{}
	for name, about := range map[string]string{"400": "a parameter is wrong", "401": "say who asks", "403": "this needs another role", "404": "there is no such thing for whoever asks", "500": "something went wrong here"} {
		failed["e"+name] = object{"description": about, "content": object{"application/problem+json": object{"schema": d.schema(reflect.TypeFor[problem.Details]())}}}
	}
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "aktenkundig", "version": "1", "license": object{"name": "Apache 2.0", "identifier": "Apache-2.0"},
			"description": "What is in an archive of scanned office paper. Documents that the asker must not see do not exist: not in counts either. Boxes are in pixels of the page's view."},
		"servers":  []object{{"url": strings.TrimSuffix(Prefix, "/")}},
		"paths":    paths,
		"security": []object{{"token": []string{}}, {"session": []string{}}},
		"components": object{"schemas": d.schemas, "responses": failed, "securitySchemes": object{
			"token":   object{"type": "http", "scheme": "bearer", "description": "made with akte user token add"},
			"session": object{"type": "apiKey", "in": "cookie", "name": "akte"},
		}},
	}
}

type describer struct{ schemas object }

var inPath = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

func (d *describer) operation(op operation) object {
	params := []object{}
	for _, m := range inPath.FindAllStringSubmatch(op.path, -1) {
		params = append(params, object{"name": m[1], "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	for _, p := range op.query {
		schema := object{"type": "string", "maxLength": maxValue}
		if p.most > 0 {
			schema = object{"type": "integer", "minimum": p.least, "maximum": p.most}
		}
		if len(p.enum) > 0 {
			schema = object{"type": "string", "enum": p.enum}
		}
		params = append(params, object{"name": p.name, "in": "query", "required": p.required, "description": p.about, "schema": schema})
	}
	content := object{"application/octet-stream": object{}}
	if op.shape != nil {
		content = object{"application/json": object{"schema": d.schema(reflect.TypeOf(op.shape))}}
	}
	answers := object{
		"200": object{"description": "the answer", "content": content, "headers": object{"ETag": object{"schema": object{"type": "string"}}}},
		"304": object{"description": "what the asker has still holds"},
		"400": ref("responses/e400"), "401": ref("responses/e401"), "404": ref("responses/e404"), "500": ref("responses/e500"),
	}
	if op.role != access.Reader {
		answers["403"] = ref("responses/e403")
	}
	return object{"operationId": op.name, "summary": op.summary, "parameters": params, "responses": answers}
}

func ref(to string) object { return object{"$ref": "#/components/" + to} }

// enums are texts of which all values are known.
func enums(t reflect.Type) []any {
	switch t {
	case reflect.TypeFor[document.Level]():
		return []any{document.LevelOpen, document.LevelUnmarked, document.LevelUnclear, document.LevelConfidential}
	case reflect.TypeFor[document.Verdict]():
		var all []any
		for _, v := range document.Verdicts() {
			all = append(all, v)
		}
		return all
	case reflect.TypeFor[graph.State]():
		return []any{graph.Open, graph.Answered, graph.Overdue}
	case reflect.TypeFor[graph.Role]():
		return []any{graph.Self, graph.Minutes, graph.Report, graph.Decision, graph.Names}
	}
	return nil
}

// schema describes how values of a type look as JSON.
func (d *describer) schema(t reflect.Type) object {
	if all := enums(t); all != nil {
		return object{"type": "string", "enum": all}
	}
	if t == reflect.TypeFor[time.Time]() {
		return object{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.schema(t.Elem())
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Slice:
		return object{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Array:
		return object{"type": "array", "items": d.schema(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.Struct:
		return d.structure(t)
	}
	panic(fmt.Sprintf("api: no schema for %v", t)) // the types of answers are part of the program
}

func (d *describer) structure(t reflect.Type) object {
	name := t.Name()
	if pkg := t.PkgPath(); !strings.HasSuffix(pkg, "/api") {
		pkg = pkg[strings.LastIndex(pkg, "/")+1:]
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	if _, ok := d.schemas[name]; !ok {
		d.schemas[name] = nil // so that a type within itself ends
		properties, required := object{}, []string{}
		d.fields(t, properties, &required)
		slices.Sort(required)
		d.schemas[name] = object{"type": "object", "properties": properties, "required": required}
	}
	return ref("schemas/" + name)
}

// fields adds the members of a struct. An embedded struct's are its own, unless it has one of that name itself.
func (d *describer) fields(t reflect.Type, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			d.fields(f.Type, properties, required)
			continue
		}
		if !f.IsExported() || name == "-" {
			continue
		}
		properties[name] = d.schema(f.Type)
		if !strings.Contains(rest, "omit") {
			*required = append(*required, name)
		}
	}
}
