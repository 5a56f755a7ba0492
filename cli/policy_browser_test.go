package cli

import (
	"archive/zip"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yichuang/policy"
	"yichuang/web/browsertest"
)

// TestPolicyDesk_newPolicy: the desk brings the measures of a city that the window
// has none of. An archive that leads out of itself is refused. The first draft
// contradicts the province's measures: the page names both clauses and a person
// for whom both hold, and nobody can be asked. The mended files replace it, a
// second person publishes, and the self-check there answers by them at once.
func TestPolicyDesk_newPolicy(t *testing.T) {
	url, _ := storyAt(t)
	a := actors{t, url, browsertest.Start(t)}
	faulty := jinan(t)
	zhou := a.be("policy-zhou", "en")
	zhou.Go(url + "/rules")
	zhou.Follow(`a[href="/rules/new"]`)
	look(zhou, "policy-new-en")
	zhou.Fill("#note", "Measures of Jinan (demo)")
	zhou.Fill("#from", "2026-04-27")
	zhou.Upload("#archive", archived(t, policy.Files{"../pack.yaml": faulty["pack.yaml"]}))
	if status := zhou.Follow("form.sheet .main"); status != http.StatusUnprocessableEntity || !zhou.Has("#archive-error") || zhou.Value("#note") == "" {
		t.Fatalf("an archive that leads out of itself: status %d at %s", status, zhou.Address())
	}
	look(zhou, "policy-new-refused-en")
	zhou.Upload("#archive", archived(t, faulty))
	a.send(zhou, "form.sheet .main")
	draft := strings.TrimSuffix(zhou.Address(), "/try")
	a.must(zhou, "main", "conflict on deadline work-permit with cn-370000-2023/S3.4")
	a.must(zhou, "main", `both hold for {"service":"work-permit","application":"first"}`)
	look(zhou, "policy-new-faulty-en")
	zhou.Go(draft + "/publish")
	a.must(zhou, "main", "cannot be published yet")
	if zhou.Has(`form[action$="/ask"]`) {
		t.Error("a faulty policy can be asked for")
	}

	zhou.Go(draft + "/edit")
	zhou.Upload("#archive", archived(t, mended(faulty)))
	a.send(zhou, `form[action$="/files"] button`)
	zhou.Go(draft + "/try")
	a.must(zhou, "main", "Check and scenarios are green")
	look(zhou, "policy-new-ready-en")
	zhou.Go(draft + "/publish")
	a.send(zhou, `form[action$="/ask"] button`)
	feng := a.be("policy-feng", "zh")
	feng.Go(url + "/rules")
	feng.Follow(`section[aria-labelledby="now-title"] a[href$="/publish"]`)
	look(feng, "policy-new-publish-zh")
	a.send(feng, `form[action$="/publish"] button`)
	a.must(feng, "main", "已发布")
	feng.Go(url + "/rules")
	a.must(feng, "main", "济南示范便利化措施")
	look(feng, "policy-new-published-zh")

	visitor := a.browser.Person(t)
	visitor.Go(url + "/policy?lang=en")
	a.must(visitor, "main", "Jinan measures (demo)")
	tell(t, visitor, url, map[string]string{"place": "370100", "applicant.birth_date": "1981-05-20"})
	a.must(visitor, "main", "Jinan K2")
}

// jinan is Kunming's invented policy moved to a city within the desk's places.
func jinan(t *testing.T) policy.Files {
	t.Helper()
	files, err := policy.FilesIn(os.DirFS(cityFolder), "policies/cn-530100-2026")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		files[name] = strings.NewReplacer("530100", "370100", "昆明", "济南", "Kunming", "Jinan").Replace(text)
	}
	return files
}

// mended drops what the province has already and names what the rest replaces.
func mended(files policy.Files) policy.Files {
	out := maps.Clone(files)
	maps.DeleteFunc(out, func(name, _ string) bool {
		return strings.Contains(name, "K1") || strings.Contains(name, "K2-extension")
	})
	out["clauses/K2.yaml"] = strings.NewReplacer("replaces: [cn-2017/TIME]", "replaces: [cn-2017/TIME, cn-370000-2023/S3.4]", "amount: 8", "amount: 6", "8个", "6个", "within 8", "within 6", "in 8", "in 6").Replace(out["clauses/K2.yaml"])
	out["scenarios/K2-first.txtar"] = strings.NewReplacer("in 8 working", "in 6 working", `"amount": 8`, `"amount": 6`).Replace(out["scenarios/K2-first.txtar"])
	return out
}

// archived writes files as a .zip and returns its path.
func archived(t *testing.T, files policy.Files) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "policy.zip")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	archive := zip.NewWriter(out)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		entry, err := archive.Create(file)
		if err == nil {
			_, err = entry.Write([]byte(files[file]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}
