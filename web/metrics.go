package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts what is asked and how long answers take, in the form of Prometheus. No metric names a document, a query
// or a user.
type metrics struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
	inside   prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "akte_http_request_duration_seconds", Help: "Time from request to answer, by route and status.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "status"}),
		inside: prometheus.NewGauge(prometheus.GaugeOpts{Name: "akte_http_requests_in_flight", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(m.took, m.inside, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// count counts the requests that a handler answers under a route.
func (m *metrics) count(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.inside.Inc()
		defer m.inside.Dec()
		s, begin := &seen{ResponseWriter: w}, time.Now()
		next.ServeHTTP(s, r)
		m.took.WithLabelValues(route, strconv.Itoa(max(s.status, http.StatusOK))).Observe(time.Since(begin).Seconds())
	})
}

// handler serves the figures.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
